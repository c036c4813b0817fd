"""The desk: every case on one screen, and the dialogs that begin or end one."""
