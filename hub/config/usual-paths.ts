/** Where the hub's configuration is unless `--config` says otherwise. */
export const HUB_CONFIG_FILE = '/etc/spoor-hub/hub.yml'

/** Unless `include` says otherwise, further files of the configuration are all `.yml` in this folder beside it. */
export const HUB_INCLUDE_FOLDER = 'conf.d'

/** Where the embedded store is unless `store` says otherwise. */
export const HUB_DATA = '/var/lib/spoor-hub'
