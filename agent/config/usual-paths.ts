/** Where the configuration is unless `--config` says otherwise. */
export const DEFAULT_CONFIG_FILE = '/etc/spoor/spoor.yml'

/** Unless `include` says otherwise, further files of the configuration are all `.yml` in this folder beside it. */
export const DEFAULT_INCLUDE_FOLDER = 'conf.d'

/** Where the spool is unless `spool.path` says otherwise. */
export const DEFAULT_SPOOL = '/var/lib/spoor'

/** Where state that need not survive a reboot is unless `runtime.path` says otherwise. */
export const DEFAULT_RUNTIME = '/run/spoor'
