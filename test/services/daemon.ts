/** A daemon of Debian, and the checks that look at it. */
export interface Daemon {
  readonly name: string
  /** Files that it needs, as patterns, each with the package that brings it. */
  readonly needs: Readonly<Record<string, string>>
  /** Lays out what it needs in its folder; resolves with how it is started, in the foreground. */
  readonly lay: (place: DaemonPlace) => Promise<DaemonStart>
  readonly checks: (folder: string) => readonly DaemonCheck[]
}

/** Where a daemon lives. */
export interface DaemonPlace {
  /** A folder of its own, which everybody may look into. */
  readonly folder: string
  readonly certificates: Readonly<Record<DaemonCertificate, CertificateFiles>>
}

/** A certificate that ended some days ago, or ends within some days. */
export type DaemonCertificate = 'ended' | 'ending'

/** A certificate and its key, in files that everybody may read. */
export interface CertificateFiles {
  readonly cert: string
  readonly key: string
  /** When it ends, in milliseconds since the epoch. */
  readonly expires: number
}

/** How a daemon is started. */
export interface DaemonStart {
  readonly argv: readonly string[]
  /** Set where it refuses to run as root. */
  readonly isNobody?: true
}

/** A check of a daemon, and what it is to find. */
export interface DaemonCheck {
  readonly name: string
  /** Its type and its keys, as a line of YAML has them. */
  readonly keys: string
  /** What it says while the daemon runs. */
  readonly up: RegExp
  /** The certificate that it sees. */
  readonly certificate?: DaemonCertificate
  /** What it says while the daemon hangs; undefined where that cannot be seen. */
  readonly hung?: RegExp
  /** What it says once the daemon was killed, by default that the connection was refused; `up` if nothing changes. */
  readonly killed?: RegExp | 'up'
  /** The port, or the socket, where something else may answer instead. */
  readonly place?: number | string
}

/** The user `nobody` and the group of that name, on Debian. */
export const NOBODY_ID = 65_534

/** A check at a port of loopback: what it says while the daemon runs, and what this does not do while it hangs. */
export function portCheck(
  name: string,
  keys: string,
  {
    port,
    up,
    silence,
    ...more
  }: { readonly port: number; readonly silence: string } & Pick<DaemonCheck, 'up' | 'certificate'>,
): DaemonCheck {
  const place = String.raw`^127\.0\.0\.1:${port}`
  return {
    name,
    keys,
    up,
    hung: new RegExp(`${place} did not ${RegExp.escape(silence)} in time$`),
    place: port,
    ...more,
  }
}

/** The same at a socket of this machine. */
export function socketCheck(
  name: string,
  keys: string,
  {
    socket,
    up,
    silence,
    ...more
  }: { readonly socket: string; readonly silence: string } & Pick<DaemonCheck, 'up' | 'certificate'>,
): DaemonCheck {
  const place = `^${RegExp.escape(socket)}`
  return {
    name,
    keys: `${keys}, socket: ${socket}`,
    up,
    hung: new RegExp(`${place} did not ${RegExp.escape(silence)} in time$`),
    killed: new RegExp(`${place} refused the connection: nobody listens at this socket any more`),
    place: socket,
    ...more,
  }
}

/** What a service does not do that hangs before TLS has begun. */
export const NO_HANDSHAKE = 'finish the handshake of TLS'

/** A check whether a program runs, by its name. */
export function processCheck(program: string, user: string): DaemonCheck {
  return {
    name: `${program.replaceAll(/[^a-z-]/g, '')}-process`,
    keys: `type: process, process: ${program}, user: ${user}`,
    up: new RegExp(`^\\d+ process(?:es run| runs) as ${RegExp.escape(program)}$`),
    killed: new RegExp(`^no process(?:es run| runs) as ${RegExp.escape(program)}$`),
  }
}
