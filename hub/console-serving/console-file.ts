import { extname } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { takesCoding } from '../http/content-coding.ts'

/** A file of the console, in the encodings that it is carried in. */
export interface ConsoleFile {
  /** Its media type. */
  readonly type: string
  /** Names its content, for If-None-Match. */
  readonly etag: string
  readonly br?: Buffer
  readonly gzip?: Buffer
  readonly plain?: Buffer
}

/** The files of the console by their paths: `/assets/main-3F2A.js`; the page itself is `/`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** The media type of a file by its name. */
export function typeOfConsoleFile(name: string): string {
  return TYPES[extname(name)] ?? 'application/octet-stream'
}

/** What is sent of a file to whom takes these encodings (RFC 9110, section 12.5.3), and in which of them. */
export function encoded(file: ConsoleFile, accepted = ''): { readonly bytes: Buffer; readonly encoding?: string } {
  const { br, gzip, plain } = file
  if (br !== undefined && takesCoding(accepted, 'br')) return { bytes: br, encoding: 'br' }
  if (gzip !== undefined && takesCoding(accepted, 'gzip')) return { bytes: gzip, encoding: 'gzip' }
  if (plain !== undefined) return { bytes: plain }
  return { bytes: gzip === undefined ? Buffer.alloc(0) : gunzipSync(gzip) }
}
