"""The records in a relational database: SQLite by default, MySQL/MariaDB or PostgreSQL by URL."""
