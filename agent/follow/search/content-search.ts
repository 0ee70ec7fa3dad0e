import type { LogFile } from '../files/log-file.ts'
import { FingerprintSearch } from '../fingerprint/fingerprint-search.ts'
import type { Fingerprint } from '../fingerprint/fingerprint.ts'
import { KeptLines } from '../fingerprint/kept-lines.ts'

/**
 * Searches a whole file for a fingerprint and moves to where it ends: a rotation that keeps the newest part of a file
 * moves it towards the beginning. False if it is not found.
 */
export async function findFingerprint(file: LogFile, wanted: Fingerprint, signal?: AbortSignal): Promise<boolean> {
  // The beginning of a file has no bytes before it to search for.
  if (wanted.length === 0) return false
  const search = new FingerprintSearch(wanted)
  for await (const { bytes, nuls } of file.pieces(signal)) {
    const match = search.find(bytes)
    if (match !== undefined) {
      file.move(match.offset, match.before)
      return true
    }
    if (search.isHopeless) return false
    search.passNuls(nuls)
  }
  return false
}

/**
 * Searches a whole file for the lines before a position, some of which were removed, and moves to the end of the
 * longest run of them. False if that has fewer than `least` different lines.
 */
export async function findKeptLines(
  file: LogFile,
  { lines }: Fingerprint,
  least: number,
  signal?: AbortSignal,
): Promise<boolean> {
  if (lines === undefined || lines.length === 0) return false
  const kept = new KeptLines(lines)
  for await (const { bytes, nuls } of file.pieces(signal)) {
    kept.add(bytes)
    kept.passNuls(nuls)
  }
  const end = kept.end(least)
  if (end !== undefined) file.goTo(end)
  return end !== undefined
}
