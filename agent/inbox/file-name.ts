/** When it was written, in milliseconds since the epoch; something random; how many bytes it has. */
const NAME = /^\d{15}\.[\da-f]{16}\.(\d{1,5})\.json$/

/** A file with one byte for each event that writers dropped because the inbox was full. */
export const GIVEN_UP = 'given-up'

/** The name of an event's file: names sort by time, and the size in it tells a whole file from a torn one. */
export function inboxFileName(now: number, random: string, bytes: number): string {
  return `${String(now).padStart(15, '0')}.${random}.${bytes}.json`
}

/** The bytes of an event's file, by its name; undefined for any other name. */
export function bytesByName(name: string): number | undefined {
  const [, bytes] = NAME.exec(name) ?? []
  return bytes === undefined ? undefined : Number(bytes)
}

/** The name of an event's file until it is complete. */
export function unfinishedName(name: string): string {
  return `${name}.tmp`
}

/** Whether a file of this name is incomplete, and may stay so. */
export function isUnfinished(name: string): boolean {
  return name.endsWith('.tmp')
}
