/** Gives up rights and starts another program with what is left; of util-linux, which every system has. */
export const SETPRIV = '/usr/bin/setpriv'
