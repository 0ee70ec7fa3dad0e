/** The host whose services are restarted. */
export interface RestartHost {
  /** Its files are below it. */
  readonly root: string
  /** Its systemctl. */
  readonly systemctl: string
}

/** This one. */
export const THIS_HOST: RestartHost = { root: '/', systemctl: '/usr/bin/systemctl' }
