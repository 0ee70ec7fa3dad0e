/** When it was written, in milliseconds since the epoch; something random; how many bytes it has. */
const NAME = /^\d{15}\.[\da-f]{16}\.(\d{1,5})\.json$/

/** One byte for each event that writers gave up, as the inbox was full. */
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

/** The name that an event's file has until it is whole. */
export function unfinishedName(name: string): string {
  return `${name}.tmp`
}

/** Whether a name is that of a file which is not whole, and perhaps never will be. */
export function isUnfinished(name: string): boolean {
  return name.endsWith('.tmp')
}
