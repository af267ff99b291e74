"""The dashboards as a folder of files, for any file server."""
