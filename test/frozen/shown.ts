import assert from 'node:assert/strict'
import type { Server } from './server.ts'

/** A row of `spool list`, without what is another on each disk. */
export interface Row {
  readonly state: string
  readonly name: string
  readonly id: string
  readonly source: string
  readonly entries: number
  readonly kinds: readonly string[]
  readonly reason: string | null
  readonly acknowledged: boolean | null
  readonly problem: string | null
}

/** What `spool list` shows of all reports. */
export async function listed({ run }: Server): Promise<readonly Row[]> {
  const ended = await Promise.all(
    [[], ['--failed'], ['--transmitted']].map((of) => run('spool', 'list', '--json', ...of)),
  )
  return ended.flatMap(({ code, stdout, stderr }) => {
    assert.equal(code, 0, stderr)
    const lines = stdout.split('\n').slice(0, -1)
    return lines.map((line) => rowOf(JSON.parse(line)))
  })
}

function rowOf({ state, name, id, source, entries, kinds, reason, acknowledged, problem }: Row): Row {
  return { state, name, id, source, entries, kinds, reason, acknowledged, problem }
}

/** What `status` counts, as far as it goes on from version to version. */
export interface Counted {
  readonly host: string
  readonly collector: Role
  readonly transmitter: Role & { readonly delivery: { readonly accepted: number; readonly rejected: number } }
  readonly sources: readonly { readonly source: string; readonly path: string; readonly events: number }[]
  readonly spool: { readonly waiting: number; readonly transmitted: number; readonly failed: number }
}

interface Role {
  readonly countedSince: number
  readonly notices: { readonly counts: Readonly<Record<string, number>> }
}

/** The same, with all else that `status` shows. */
export async function statusOf({ run }: Server): Promise<Counted> {
  const { stdout } = await run('status', '--json')
  const status: Counted = JSON.parse(stdout)
  return status
}
