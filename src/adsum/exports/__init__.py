"""Reports as files for people outside: CSV, XLSX, PDF, payroll programs."""
