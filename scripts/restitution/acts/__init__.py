"""What an editor does to a project, whoever asks: a command, or the desk. Each act lands in the readable files."""
