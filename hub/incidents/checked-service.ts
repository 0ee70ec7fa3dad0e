/** A check of a host. */
export interface CheckedService {
  readonly host: string
  readonly check: string
}

/**
 * How incidents and snoozes name what a check looks at: with its host, as the name of a check means nothing elsewhere:
 * `web1.example.com:imap`. In small letters.
 */
export function serviceSubject({ host, check }: CheckedService): string {
  return `${host}:${check}`.toLowerCase()
}

/** What such a name means; undefined if it is none. No name of a host has a colon. */
export function serviceOf(subject: string): CheckedService | undefined {
  const colon = subject.indexOf(':')
  const [host, check] = [subject.slice(0, Math.max(colon, 0)), subject.slice(colon + 1)]
  return host === '' || check === '' ? undefined : { host, check }
}
