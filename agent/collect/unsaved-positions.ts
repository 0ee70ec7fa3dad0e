import type { Checkpoints } from '../spool/positions/saved-checkpoints.ts'
import type { SourceParts } from './source.ts'

/** A checkpoint store that begins with these positions, and is never saved. */
export function unsavedPositions(sources: Checkpoints['sources']): SourceParts['checkpoints'] {
  const positions = new Map(Object.entries(sources).map(([source, paths]) => [source, new Map(Object.entries(paths))]))
  return {
    of: (source, path) => positions.get(source)?.get(path),
    pathsOf: (source) => [...(positions.get(source)?.keys() ?? [])],
    advance: (source, path, position) => {
      positions.set(source, (positions.get(source) ?? new Map()).set(path, position))
    },
    forget: (source, path) => {
      positions.get(source)?.delete(path)
    },
    save: async () => undefined,
  }
}
