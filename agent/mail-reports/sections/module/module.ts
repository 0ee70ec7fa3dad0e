import { ActionNeeded } from '../../../../lib/system/errors.ts'
import { outcomeInWords, sizeInWords } from '../program/program-outcome.ts'
import { runSectionProgram } from '../program/section-program.ts'
import type { Section } from '../section.ts'
import { firstLines, moduleInput } from './module-call.ts'
import { ModuleReading } from './module-reading.ts'

/**
 * What an own program says. It gets its call as JSON on standard input, and prints a head as CGI programs do, then the
 * part. What it says on standard error stands at the end of the mail. At the bound it is ended, and what it printed
 * until then is told.
 */
export const moduleSection: Section<'module'> = async (parts) => {
  const { settings, configFiles, out, say, signal } = parts
  const { name, most, timeout } = settings
  const reading = new ModuleReading(out, most)
  const given = { stdin: moduleInput(parts), takers: { stdout: reading.take }, signal }
  const result = await runSectionProgram(settings, configFiles, given)
  for (const line of firstLines(result.stderr)) say(`module ${name}: ${line}`)
  if (reading.isCut) say(`module ${name}: its output was cut at ${sizeInWords(most)}`)
  const hasFailed = result.timedOut || !('code' in result.end && result.end.code === 0)
  // What was ended here has not failed by itself.
  if (hasFailed && reading.wantsMore)
    throw new ActionNeeded(`module ${name} failed: ${outcomeInWords(result, timeout)}`)
  const fault = await reading.end()
  if (fault !== undefined) throw new ActionNeeded(`module ${name}: its output ${fault}`)
}
