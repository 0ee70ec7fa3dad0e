import type { Server, Socket } from 'node:net'
import * as v from 'valibot'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { isOutside, messageOf } from '../../lib/system/errors.ts'
import { onAbort } from '../../lib/system/on-abort.ts'
import type { User } from '../../lib/system/users/passwd.ts'
import type { CheckConfig } from '../config/checks/check-config.ts'
import { commandSettings } from '../probes/command/command-settings.ts'
import { commandBy } from '../probes/command/command.ts'
import { PLUGIN_BOUND, writtenPluginAnswer } from '../probes/command/plugin-answer.ts'
import { type ProgramOutcome, programOutcome } from '../probes/programs/program-run.ts'
import { ProbeFault } from '../probes/wire/probe-fault.ts'
import { preparedChecks } from '../watch/prepared-check.ts'

/** What the runner of plugins works with. */
export interface PluginParts {
  /** Reads the configuration anew: it alone says what is run for a check. Throws `ActionNeeded`. */
  readonly checks: () => Promise<readonly CheckConfig[]>
  /** As whom plugins run. Throws `ActionNeeded` if there is no such user. */
  readonly user: () => User | undefined
  /** Milliseconds on a clock that never steps. */
  readonly elapsed: () => number
  /** Ends all plugins, and the server. */
  readonly signal: AbortSignal
  /** After so many milliseconds without anything to do the server ends. */
  readonly idle: number
}

/** Only its name and its settings are needed: nothing is asked of another runner. */
const COMMAND = commandBy(() => undefined)

/** As many at once; who comes then is turned away. */
const MOST = 64

/** A request is the name of a check and a newline. */
const REQUEST = /^([a-z][a-z0-9-]{0,31})\n$/

/** Milliseconds within which a request must be there. */
const PATIENCE = 5000

/**
 * Runs the plugins of checks for those who connect to a server that listens: each says the name of a check, gets what
 * came of it and goes. Whoever leaves earlier ends the plugin. Resolves once nothing is left, after the signal or when
 * nobody came for long.
 */
export async function servePlugins(server: Server, parts: PluginParts): Promise<void> {
  const { promise: closed, resolve, reject } = Promise.withResolvers<void>()
  const runs = new Set<Promise<void>>()
  const close = (): void => void server.close()
  let timer = setTimeout(close, parts.idle)
  server.maxConnections = MOST
  server.on('error', reject).on('close', resolve)
  server.on('connection', (socket: Socket) => {
    clearTimeout(timer)
    const run = answered(socket, parts).finally(() => {
      runs.delete(run)
      clearTimeout(timer)
      if (runs.size === 0) timer = setTimeout(close, parts.idle)
    })
    runs.add(run)
  })
  const forget = onAbort(parts.signal, close)
  if (parts.signal.aborted) close()
  try {
    await closed
    await Promise.all(runs)
  } finally {
    forget()
    clearTimeout(timer)
  }
}

async function answered(socket: Socket, parts: PluginParts): Promise<void> {
  const gone = new AbortController()
  socket.on('error', () => undefined).on('close', () => gone.abort())
  const forget = onAbort(parts.signal, () => socket.destroy())
  try {
    const name = await requested(socket)
    if (name === undefined) return void socket.destroy()
    const answer = await outcomeOf(name, parts, gone.signal)
    if (!socket.destroyed) socket.end(writtenPluginAnswer(answer))
  } finally {
    forget()
  }
}

/** The name that is asked for; undefined if it is none, or does not come. */
async function requested(socket: Socket): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const timer = setTimeout(resolve, PATIENCE, undefined)
  let text = ''
  socket
    .setEncoding('latin1')
    .on('close', () => resolve(undefined))
    .on('data', (piece: string) => {
      text = (text + piece).slice(0, 100)
      if (text.includes('\n') || text.length > 40) resolve(REQUEST.exec(text)?.[1])
    })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

async function outcomeOf(name: string, parts: PluginParts, gone: AbortSignal): Promise<ProgramOutcome | ProbeFault> {
  try {
    const all = await parts.checks()
    const wanted = all.filter((each) => each.name === name && each.type === COMMAND.name)
    const [check] = preparedChecks(wanted, [COMMAND])
    if (check === undefined) throw new ProbeFault(`the configuration has no check ${name} of type command`, 'unknown')
    const { exec } = v.parse(commandSettings, wanted[0]?.settings)
    const tools = {
      check: name,
      signal: eitherSignal(gone, AbortSignal.timeout(check.limit)),
      now: Date.now,
      elapsed: parts.elapsed,
    }
    return await programOutcome(exec, tools, { late: 'failed', bound: PLUGIN_BOUND, user: parts.user() })
  } catch (error) {
    if (error instanceof ProbeFault) return error
    if (isOutside(error)) return new ProbeFault(messageOf(error), 'unknown')
    throw error
  }
}
