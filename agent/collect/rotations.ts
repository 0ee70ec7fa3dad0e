import type { Notice } from '../../lib/notice/notice.ts'

/** What notices say of a log that began anew. */
const ROTATIONS: ReadonlySet<string> = new Set(['source_rotated', 'source_truncated'])

/** Whether a notice about a log says that it was rotated, or truncated as by `copytruncate`. */
export function isRotation({ code }: Pick<Notice, 'code'>): boolean {
  return ROTATIONS.has(code)
}
