// Keys and selection of the desk; every page works without it.
