"""The command line: parse -> execute -> answer, one file per command group."""
