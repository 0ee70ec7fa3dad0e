import type { Command } from '../../lib/command-line/command.ts'
import { journal } from '../../lib/notice/journal.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { NoticeQuota } from '../../lib/notice/quota.ts'
import { Reloads } from '../../lib/notice/reloads.ts'
import { elapsed } from '../../lib/system/clock.ts'
import { ActionNeeded, codeOf, EXIT } from '../../lib/system/errors.ts'
import { ReloadRequest } from '../../lib/system/reload-request.ts'
import { refuseSomebody } from '../../lib/system/users/own-account.ts'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import { debugLog, EVERY_DEBUG_AREA } from '../debug/debug-log.ts'
import { CAUSED_BY_LINES } from '../follow/notices.ts'
import { USER } from '../program.ts'
import { runOnce } from '../roles/once.ts'
import { type Role, runtimeOf } from '../roles/role.ts'
import type { Start, StatusFor } from '../roles/round.ts'
import { type Plan, runRounds } from '../roles/rounds.ts'
import { refuseOtherRuntime } from '../roles/unit.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

const ONCE_OPTION = {
  flags: '--once',
  text: 'Do the pending work and exit, for cron. Exit code 1 means that some of it could not be done.',
}

const DEBUG_OPTION = {
  flags: '--debug',
  text: 'Tell everything in detail, whatever debug in the configuration says; never a secret or a line of a log.',
}

/** A command that loads the configuration, reloads it on SIGHUP, and runs services side by side. */
export function serviceCommand(
  parts: Pick<Command, 'usage' | 'summary'>,
  services: () => Promise<readonly Start[]>,
  { user, apart }: Pick<Role, 'user' | 'apart'> = { user: USER },
): Command {
  return {
    ...parts,
    options: [CONFIG_OPTION, ONCE_OPTION, DEBUG_OPTION],
    examples: [parts.usage, `${parts.usage} --config ./spoor.yml`, `${parts.usage} --once`],
    run: async (_args, options, { stderr, signal, reloadRequest = new ReloadRequest() }) => {
      refuseSomebody(user)
      const written = journal(stderr)
      const quota = new NoticeQuota(written, elapsed, CAUSED_BY_LINES)
      const { tell } = quota
      const onDebug: PlanParts['onDebug'] = (areas = []) =>
        debugLog.set(options['debug'] === true ? EVERY_DEBUG_AREA : areas, written)
      try {
        const ready = await services()
        const read = (): Promise<Plan> => planIn(configFile(options), ready, { apart, tell, onDebug })
        const plan = await read().catch((error: unknown) => {
          throw apart === undefined ? error : asNoWork(error)
        })
        if (options['once'] === true) return await runOnce(plan, tell, signal)
        return await runRounds(plan, { reloads: new Reloads({ reloadRequest, read, tell }), tell, signal })
      } finally {
        quota.close()
      }
    },
  }
}

/**
 * Who may keep the configuration to the agent's own user, as App::Spoor did, gives a service with another user nothing
 * to do: on no host shall an upgrade leave a unit that fails. What `status` finds in the configuration it misses.
 */
function asNoWork(error: unknown): unknown {
  const isRefused = error instanceof ActionNeeded && codeOf(error.cause) === 'EACCES'
  return isRefused ? new ActionNeeded(error.message, EXIT.noWork, { cause: error.cause }) : error
}

interface PlanParts {
  readonly apart: Role['apart']
  readonly tell: Tell
  /** Hears what a configuration wants to be told in detail, once it can be used. */
  readonly onDebug: (areas: Config['debug']) => void
}

async function planIn(file: string, services: readonly Start[], { apart, tell, onDebug }: PlanParts): Promise<Plan> {
  const { config, notices: remarks } = await loadConfig(file)
  refuseOtherRuntime(runtimeOf({ apart }, config.runtime.path))
  const works = (await Promise.all(services.map((start) => start(config)))).filter((work) => work !== undefined)
  for (const remark of remarks) tell(remark)
  onDebug(config.debug)
  const statusFor: StatusFor = async (delivered) =>
    (await import('../status/told-status.ts')).toldStatus(config, delivered, Date.now())
  return { works, memory: config.limits.memory ?? Infinity, statusFor }
}
