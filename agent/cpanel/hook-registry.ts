import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import * as v from 'valibot'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { shellWord } from '../../lib/text/shell-word.ts'

/** cPanel's program for its registry of hooks (https://api.docs.cpanel.net, "The manage_hooks Utility"). */
const PROGRAM = 'usr/local/cpanel/bin/manage_hooks'

/** Milliseconds; it is Perl, and starts for each hook. */
const PATIENCE = 60_000

/** Bytes that it may print. */
const MOST_OUTPUT = 16 * 1024 * 1024

/** One line of the registry. */
export interface RegisteredHook {
  readonly category: string
  readonly event: string
  readonly stage: string
  /** The path of a script, or `Module::function`. */
  readonly hook: string
  /** Whether a script runs as root where the event is one of an account. */
  readonly isEscalated: boolean
}

const Item = v.object({
  hook: v.string(),
  stage: v.fallback(v.string(), 'post'),
  escalateprivs: v.fallback(v.unknown(), undefined),
})
/** What others registered must not hide the rest, whatever it is. */
const Items = v.fallback(v.array(v.fallback(v.optional(Item), undefined)), [])
const Listing = v.pipe(foreignJson, v.record(v.string(), v.record(v.string(), Items)))

/**
 * All hooks that are registered on the host whose files are below `root`: `manage_hooks list --output JSON` prints an
 * object of categories, each an object of events, each a list of hooks. Throws `ActionNeeded` if it does not.
 */
export function registeredHooks(root: string, patience?: number): readonly RegisteredHook[] {
  const text = manageHooks(root, ['list', '--output', 'JSON'], patience).trim()
  // What it prints without any hook is not documented.
  if (['', 'null', '[]'].includes(text)) return []
  const { success, output } = v.safeParse(Listing, text)
  if (!success)
    throw new ActionNeeded(`${join(root, PROGRAM)}: its list of hooks cannot be understood; see what it prints.`)
  return Object.entries(output).flatMap(([category, events]) =>
    Object.entries(events).flatMap(([event, items]) =>
      items
        .filter((item) => item !== undefined)
        .map(({ hook, stage, escalateprivs }) => {
          return { category, event, stage, hook, isEscalated: [1, '1', true].some((yes) => yes === escalateprivs) }
        }),
    ),
  )
}

/** The words that add a script for an event, or take it out. */
export function wordsFor(
  action: 'add' | 'delete',
  { category, event, stage, hook, isEscalated }: RegisteredHook,
): readonly string[] {
  const escalation = action === 'add' && isEscalated ? ['--escalateprivs', '1'] : []
  return [action, 'script', hook, '--manual', '--category', category, '--event', event, '--stage', stage, ...escalation]
}

/** What a person would type. */
export function commandLine(words: readonly string[]): string {
  return [`/${PROGRAM}`, ...words].map(shellWord).join(' ')
}

/**
 * Runs it with these words; what it prints. Throws `ActionNeeded` if it fails, is not there, or takes longer than
 * `patience` in milliseconds.
 */
export function manageHooks(root: string, words: readonly string[], patience: number = PATIENCE): string {
  const program = join(root, PROGRAM)
  const { error, signal, status, stdout } = spawnSync(program, words, {
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: patience,
    killSignal: 'SIGKILL',
    maxBuffer: MOST_OUTPUT,
  })
  if (status === 0) return stdout
  const failure = status === null ? (error?.message ?? signal) : `exit code ${status}`
  throw new ActionNeeded(`${program} ${words.join(' ')}: it failed (${failure}); run it by hand to see why.`)
}
