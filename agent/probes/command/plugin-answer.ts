import * as v from 'valibot'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import type { ProgramOutcome } from '../programs/program-run.ts'
import { ProbeFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'

/** The most bytes of each output of a plugin that its runner tells. */
export const PLUGIN_BOUND = 64 * 1024

/** Both outputs in Base64, and the rest. */
export const LARGEST_ANSWER = 2 * Math.ceil((PLUGIN_BOUND * 4) / 3) + 4096

const output = v.pipe(
  v.string(),
  v.maxLength(Math.ceil((PLUGIN_BOUND * 4) / 3) + 4),
  v.transform((text) => Buffer.from(text, 'base64')),
)

const ANSWER = v.pipe(
  foreignJson,
  v.union([
    v.strictObject({ version: v.literal(1), code: v.pipe(v.number(), v.integer()), stdout: output, stderr: output }),
    v.strictObject({
      version: v.literal(1),
      fault: v.pipe(v.string(), v.maxLength(2000)),
      verdict: v.picklist(['failed', 'unknown']),
    }),
  ]),
)

/** What the runner of plugins writes: what a plugin said and how it ended, or why there is nothing of that. */
export function writtenPluginAnswer(answer: ProgramOutcome | ProbeFault): string {
  if (answer instanceof ProbeFault) {
    const verdict = answer.verdict === 'failed' ? 'failed' : 'unknown'
    return JSON.stringify({ version: 1, fault: answer.message.slice(0, 2000), verdict })
  }
  const { code, stdout, stderr } = answer
  return JSON.stringify({ version: 1, code, stdout: stdout.toString('base64'), stderr: stderr.toString('base64') })
}

/** What is read of that. Throws a `ProbeFault`: the one that was written, or that it is no answer. */
export function readPluginAnswer(text: string): ProgramOutcome {
  const parsed = v.safeParse(ANSWER, text)
  if (!parsed.success) throw new ProbeFault('the runner of plugins said what this version does not know', 'unknown')
  const answer = parsed.output
  if ('fault' in answer) throw new ProbeFault(said(Buffer.from(answer.fault), 250), answer.verdict)
  return answer
}
