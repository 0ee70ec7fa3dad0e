import { SERVICE_TITLES } from '../roles/process-title.ts'

/** A service as chkservd knows it. */
export interface WatchedService {
  /** Its unit without `.service`; chkservd's name for it too. */
  readonly name: string
  /** What its process calls itself. */
  readonly process: string
}

/** All that chkservd is to watch. Each process has a name of its own: by one name, either would pass for the other. */
export const WATCHED_SERVICES: readonly WatchedService[] = [
  { name: 'spoor-agent-collector', process: SERVICE_TITLES.collect },
  { name: 'spoor-agent-transmitter', process: SERVICE_TITLES.transmit },
]

/**
 * The content of a service's file in /etc/chkserv.d: `x,x,x` looks for a process, then what starts it again, the
 * process and its user (https://docs.cpanel.net/knowledge-base/cpanel-product/tailwatch/). `restart`: `try-restart`
 * leaves alone what has failed.
 */
export function serviceFile({ name, process }: WatchedService): string {
  return `service[${name}]=x,x,x,/usr/bin/systemctl restart ${name}.service,${process},spoor\n`
}
