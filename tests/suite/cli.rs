//! The command line as a user meets it: output, messages, exit codes.
