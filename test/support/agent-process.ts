import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { after } from 'node:test'
import { bundledFile } from './bundled-file.ts'
import { mortal } from './mortal.ts'

/** How an agent ended, with all its output. */
export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A running agent. */
export interface AgentProcess {
  readonly pid: number
  /** Its output so far. */
  readonly output: { readonly stdout: string; readonly stderr: string }
  /** Resolves when the process has ended and all its output has arrived. */
  readonly exited: Promise<Ended>
  /**
   * Resolves with the first matching line of stdout, otherwise of stderr, already written or still to come; or with the
   * nth. Rejects if the agent ends without it.
   */
  untilLine(pattern: RegExp, number?: number): Promise<string>
  kill(signal: NodeJS.Signals): void
}

const executable = process.env['SPOOR_AGENT']
const command = executable === undefined ? [process.execPath, await bundledFile('agent')] : [resolve(executable)]

/** The command that starts the agent: the executable in SPOOR_AGENT, otherwise this checkout's bundle on this Node. */
export function agentCommand(): string[] {
  return [...command]
}

/** The environment of the agent. */
export interface Surroundings {
  /** Added to the test's own environment variables. */
  readonly env?: NodeJS.ProcessEnv
  /** Its complete standard input. */
  readonly input?: string
  /** A command that runs the agent as the direct child of whoever starts it. */
  readonly under?: readonly string[]
}

/** Starts the agent, which ends with the test at the latest, however the test ends. */
export function startAgent(args: readonly string[], surroundings: Surroundings = {}): AgentProcess {
  const agent = spawnAgent(args, { ...surroundings, under: [...mortal, ...(surroundings.under ?? [])] })
  after(() => agent.kill('SIGKILL'))
  return agent
}

/** Starts the agent outside a test; the caller must end it. */
export function spawnAgent(args: readonly string[], surroundings: Surroundings = {}): AgentProcess {
  return spawnProgram([...command, ...args], surroundings)
}

/** Starts any program in the same way. */
export function spawnProgram(line: readonly string[], surroundings: Surroundings = {}): AgentProcess {
  const { env = {}, input = '', under = [] } = surroundings
  const [program = '', ...words] = [...under, ...line]
  // If it were killed while writing its coverage, the torn file would break the whole report.
  const child = spawn(program, words, { env: { ...process.env, NODE_V8_COVERAGE: '', ...env } })
  // An agent that reads no input may have ended before it is written.
  child.stdin.on('error', () => undefined).end(input)

  const output = { stdout: '', stderr: '' }
  const waiting = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      for (const look of waiting) look()
    })
  }
  const ended = Promise.withResolvers<Ended>()
  child.on('error', ended.reject)
  child.on('close', (code, signal) => ended.resolve({ code, signal, ...output }))

  async function untilLine(pattern: RegExp, number = 1): Promise<string> {
    const found = Promise.withResolvers<string>()
    const look = (): void => {
      const whole = [output.stdout, output.stderr].flatMap((text) => text.split('\n').slice(0, -1))
      const line = whole.filter((text) => pattern.test(text))[number - 1]
      if (line !== undefined) found.resolve(line)
    }
    waiting.add(look)
    look()
    const none = ended.promise.then((end) => {
      throw new Error(`The agent ended without line ${number} matching ${pattern}: ${JSON.stringify(end, null, 2)}`)
    })
    return Promise.race([found.promise, none]).finally(() => waiting.delete(look))
  }

  return {
    pid: child.pid ?? 0,
    output,
    exited: ended.promise,
    untilLine,
    kill: (signal) => void child.kill(signal),
  }
}
