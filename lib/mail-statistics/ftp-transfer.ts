import { parseStamp } from '../time/stamp.ts'
import type { Transfer } from './bandwidth-counts.ts'

/** A file that went over FTP. */
export interface FtpTransfer extends Transfer {
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly time: number
  readonly user: string
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Sat Nov 28 03:02:22 2026 0 localhost 12345 /home/…/a_b.bin b _ i r ftpu ftp 1 * c`; spaces of the file are `_`. */
const XFERLOG =
  /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) (\d{2}:\d{2}:\d{2}) (\d{4}) \d{1,9} [^ ]{1,255} (\d{1,15}) [^ ]+ [ab] [^ ] ([io]) [arg] ([^ ]{1,254}) /

/** `localhost - ftpu [28/Nov/2026:03:02:18 -0000] "GET /home/ftpu/f.txt" 200 6`: no protocol, spaces are `%20`. */
const CLF =
  /^[^ ]{1,255} - ([^ ]{1,254}) \[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})\] "(GET|PUT) [^"]*" \d{3} (\d{1,15})$/

/** `1795834876 6b0a43fb.15d ftpu localhost U 12345 0 /home/ftpu/up load.bin`: the file comes last. */
const STATS = /^(\d{1,12}) [\da-f.]{1,40} ([^ ]{1,254}) [^ ]{1,255} ([UD]) (\d{1,15}) \d{1,9} /

/**
 * A line of pure-ftpd's or proftpd's log of transfers, in one of the forms `xferlog`, `clf` and `stats`; undefined for
 * any other text. Stamps without an offset are local time of `zone`. Downloads go out.
 */
export function parseFtpTransfer(text: string, zone: string | undefined): FtpTransfer | undefined {
  return xferlog(text, zone) ?? clf(text) ?? stats(text)
}

function xferlog(text: string, zone: string | undefined): FtpTransfer | undefined {
  const [, month = '', day = '', clock = '', year = '', bytes, direction, user = ''] = XFERLOG.exec(text) ?? []
  if (bytes === undefined) return undefined
  return transfer(parseStamp(`${dateOf(year, month, day)} ${clock}`, zone), user, direction === 'i', bytes)
}

function clf(text: string): FtpTransfer | undefined {
  const [, user = '', day = '', month = '', year = '', clock = '', offset = '', verb, bytes] = CLF.exec(text) ?? []
  if (bytes === undefined) return undefined
  return transfer(parseStamp(`${dateOf(year, month, day)} ${clock} ${offset}`, undefined), user, verb === 'PUT', bytes)
}

function stats(text: string): FtpTransfer | undefined {
  const [, time, user = '', direction, bytes] = STATS.exec(text) ?? []
  return bytes === undefined ? undefined : transfer(Number(time), user, direction === 'U', bytes)
}

function dateOf(year: string, month: string, day: string): string {
  return `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day.replace(' ', '0')}`
}

function transfer(time: number | undefined, user: string, isUpload: boolean, text: string): FtpTransfer | undefined {
  if (time === undefined) return undefined
  const bytes = Number(text)
  return { time, user, in: isUpload ? bytes : 0, out: isUpload ? 0 : bytes }
}
