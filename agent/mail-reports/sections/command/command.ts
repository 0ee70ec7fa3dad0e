import { createHash } from 'node:crypto'
import { writeAtomically } from '../../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../../lib/system/files/regular-file.ts'
import { counted } from '../../../../lib/terminal/count.ts'
import { ByteEscaper, escapedBytes } from '../../../../lib/text/escaped-bytes.ts'
import { plainText } from '../../../../lib/text/plain-text.ts'
import { shellWord } from '../../../../lib/text/shell-word.ts'
import type { PartOutput } from '../part-output.ts'
import { outcomeInWords, sizeInWords } from '../program/program-outcome.ts'
import { runSectionProgram } from '../program/section-program.ts'
import type { Section, SectionParts } from '../section.ts'
import { KeptOutputs } from './kept-outputs.ts'
import { nagiosOutput, nagiosState } from './nagios-output.ts'

/** The most characters of a command that are told. */
const LONGEST_COMMAND = 500

/** Bytes that are made text at once. */
const PIECE = 64 * 1024

/** How a run of the command ended. */
interface Outcome {
  /** `exit code 0`, `killed after 60 s`, `output cut at 256 KiB`. */
  readonly words: string
  /** Undefined if it did not end by itself. */
  readonly code: number | undefined
}

/**
 * The output of a program, below a line that says how it ended. At the bound the program is ended instead of read on:
 * one that prints without an end would only take time. The output is kept in memory until then, as nothing that a mail
 * encrypts may stand on the disk in clear.
 */
export const commandOutputSection: Section<'command'> = async (parts) => {
  const { settings, configFiles, out, signal } = parts
  const outputs = new KeptOutputs(settings.most)
  const takers = { stdout: outputs.takerOf('stdout'), stderr: outputs.takerOf('stderr') }
  const result = await runSectionProgram(settings, configFiles, { stdin: '', takers, signal })
  const { end, timedOut } = result
  const outcome: Outcome = {
    words: outputs.isCut ? `output cut at ${sizeInWords(settings.most)}` : outcomeInWords(result, settings.timeout),
    code: 'code' in end && !timedOut && !outputs.isCut ? end.code : undefined,
  }
  if (!(await isToTell(parts, outcome, outputs))) return
  const size = counted(outputs.length, 'byte')
  const line = `${shownCommand(settings.exec)}: ${outcome.words}, ${size}, ${(result.elapsed / 1000).toFixed(1)} s\n`
  if (settings.isNagios) await writeNagios(out, line, outcome, outputs)
  else await writePlain(out, line, outputs)
  await writeUnder(out, 'standard error', outputs.stderr)
}

/** Whether the report is about this run; saves what the next report compares with. */
async function isToTell(
  { settings: { report }, state, next }: SectionParts<'command'>,
  { words, code }: Outcome,
  { stdout, stderr }: KeptOutputs,
): Promise<boolean> {
  if (report === 'always') return true
  if (report === 'failed') return code !== 0
  const hash = createHash('sha256').update(`${words}\n${stdout.length}\n`)
  const digest = hash.update(stdout).update(stderr).digest('hex')
  if (next !== undefined) await writeAtomically(next, digest)
  return digest !== (await savedDigest(state))
}

/** Undefined if none can be read: then it is told again, which mends that. */
async function savedDigest(state: string): Promise<string | undefined> {
  return readRegularFile(state, { most: 64 }).catch(() => undefined)
}

async function writePlain(out: PartOutput, line: string, { stdout }: KeptOutputs): Promise<void> {
  await out.write(line)
  if (stdout.length > 0) await out.write('\n')
  await writeLines(out, stdout)
}

/** The state and the plugin's summary come first; what it says to programs has a place of its own. */
async function writeNagios(out: PartOutput, line: string, { words, code }: Outcome, kept: KeptOutputs): Promise<void> {
  const { summary, text, numbers } = nagiosOutput(kept.stdout)
  const said = code === undefined ? words : escapedBytes(summary).trim() || words
  await out.write(`${nagiosState(code)}: ${said}\n${line}`)
  if (code === undefined) await writeLines(out, summary)
  await writeLines(out, text)
  await writeUnder(out, 'performance data', ...numbers)
}

async function writeUnder(out: PartOutput, title: string, ...texts: readonly Buffer[]): Promise<void> {
  if (texts.every(({ length }) => length === 0)) return
  await out.write(`--- ${title} ---\n`)
  for (const text of texts) await writeLines(out, text)
}

/** Escaped piece by piece: bytes that are no text become four times as many. */
async function writeLines(out: PartOutput, bytes: Buffer): Promise<void> {
  const escaper = new ByteEscaper()
  for (let at = 0; at < bytes.length; at += PIECE) await out.write(escaper.take(bytes.subarray(at, at + PIECE)))
  await out.write(escaper.end())
  if (bytes.length > 0 && bytes.at(-1) !== 0x0a) await out.write('\n')
}

function shownCommand(exec: readonly string[]): string {
  const words = plainText(exec.map(shellWord).join(' '))
  return words.length > LONGEST_COMMAND ? `${words.slice(0, LONGEST_COMMAND - 1)}…` : words
}
