import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccessLog, writeAccessLog } from './access-log.ts'
import { type TrafficFile, writeTraffic } from './traffic-file.ts'

/** The tools of all measures. */
export interface Workbench {
  /** Size of the data, as a share of 1 GiB of log, or of 10,000 reports. */
  readonly scale: number
  /** Whether to measure the slow sizes, too. */
  readonly all: boolean
  /** Says what is measured next, to whoever waits. */
  readonly begins: (what: string) => void
  /** An access_log of this many GiB, times the scale, made once; one line in `every` is of interest. */
  readonly accessLog: (gibibytes: number, every: number) => AccessLog
  /** An access log of a web server with so many virtual hosts in its lines, of 1 GiB times the scale, made once. */
  readonly trafficFile: (vhosts: number) => TrafficFile
  /** Removes all data. */
  readonly close: () => Promise<void>
}

/** A workbench in a temporary folder. */
export async function openWorkbench(settings: Pick<Workbench, 'scale' | 'all' | 'begins'>): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-bench-'))
  const logs = new Map<string, AccessLog>()
  const traffic = new Map<number, TrafficFile>()
  return {
    ...settings,
    accessLog: (gibibytes, every) => {
      const path = join(folder, `${gibibytes}-${every}`)
      const log = logs.get(path) ?? writeAccessLog(path, gibibytes * settings.scale * 1024 ** 3, every)
      logs.set(path, log)
      return log
    },
    trafficFile: (vhosts) => {
      const file =
        traffic.get(vhosts) ?? writeTraffic(join(folder, `traffic-${vhosts}`), settings.scale * 1024 ** 3, vhosts)
      traffic.set(vhosts, file)
      return file
    },
    close: () => rm(folder, { recursive: true }),
  }
}
