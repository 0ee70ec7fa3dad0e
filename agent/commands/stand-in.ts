import { stat } from 'node:fs/promises'
import { loadWhereabouts } from '../config/load.ts'

/** A spool that is there. */
export interface Owned {
  readonly folder: string
  /** Whose it is, and so the services' user. */
  readonly uid: number
}

/** Whom root has to stand in for to see what the services will: root may read everything. Undefined for others, and without a spool. */
export async function standIn(configFile: string): Promise<Owned | undefined> {
  if (process.geteuid?.() !== 0) return undefined
  const { spool } = await loadWhereabouts(configFile, await ownerOf(configFile))
  const uid = await ownerOf(spool.path)
  return uid === undefined ? undefined : { folder: spool.path, uid }
}

function ownerOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ uid }) => uid,
    () => undefined,
  )
}

/** What explains a fault that root would not have. */
export function byWhom(spool: Owned | undefined): readonly string[] {
  if (spool === undefined || spool.uid === 0) return []
  return [`(Looked at as user ${spool.uid}, to whom ${spool.folder} belongs: as that user the services run.)`]
}
