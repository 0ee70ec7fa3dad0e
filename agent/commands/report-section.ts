import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { Command } from '../../lib/command-line/command.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../lib/system/errors.ts'
import { oneLine } from '../../lib/text/plain-text.ts'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import type { SectionConfig, SectionType } from '../config/mail-reports/mail-report-config.ts'
import { PartOutput } from '../mail-reports/sections/part-output.ts'
import { type SectionOrder, sectionOrderIn } from '../mail-reports/sections/section-order.ts'
import type { SectionParts } from '../mail-reports/sections/section.ts'
import { sectionOf } from '../mail-reports/sections/sections.ts'

/** More is no order. */
const LONGEST_ORDER = 64 * 1024

/**
 * `spoor-agent report-section`: what a mail report starts for each of its sections, which tells it on standard input
 * which one. Nobody types it, so no list of commands shows it.
 */
export const reportSection: Command = {
  usage: 'report-section',
  summary: 'Write the section of a mail report that standard input names; mail-report starts this.',
  options: [],
  examples: [],
  run: async (_args, _options, { stdin, stdout, stderr, signal: stopped }) => {
    const { text, isOpen } = await orderFrom(stdin)
    // Of a caller that was killed nothing else tells, and what it started must not go on.
    const signal = isOpen ? eitherSignal(stopped, endOf(stdin)) : stopped
    const order = sectionOrderIn(text)
    if (order === undefined) throw new ActionNeeded('report-section: standard input holds no order', EXIT.usage)
    const out = new PartOutput(stdout, signal)
    const say = (sentence: string): void => void stderr.write(`${oneLine(sentence)}\n`)
    try {
      const { config, files } = await loadConfig(order.config)
      const configFiles = files.map((file) => resolve(file))
      await written(sectionIn(config, order), { ...order, next: order.next, config, configFiles, out, say, signal })
      return EXIT.ok
    } catch (error) {
      if (!signal.aborted && !(error instanceof ActionNeeded) && codeOf(error) === undefined) throw error
      // The last sentence says why.
      say(messageOf(error))
      return EXIT.failed
    } finally {
      stdin.destroy()
    }
  },
}

/** An order, which ends with its line, and whether more may come; or with the input. */
async function orderFrom(stdin: Readable): Promise<{ readonly text: string; readonly isOpen: boolean }> {
  let text = ''
  for await (const piece of stdin.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += String(piece)
    if (text.length > LONGEST_ORDER) throw new ActionNeeded('report-section: the order is too long', EXIT.usage)
    if (text.endsWith('\n')) return { text, isOpen: true }
  }
  return { text, isOpen: false }
}

/** Aborted at the end of an input. */
function endOf(stdin: Readable): AbortSignal {
  const ended = new AbortController()
  stdin.once('end', () => ended.abort()).resume()
  return ended.signal
}

async function written<T extends SectionType>(
  { type, settings }: SectionConfig<T>,
  parts: Omit<SectionParts<T>, 'settings'>,
): Promise<void> {
  await (
    await sectionOf(type)
  )({ ...parts, settings })
}

function sectionIn({ mailReports }: Config, { report, section }: SectionOrder): SectionConfig {
  const found = mailReports.find(({ name }) => name === report)?.sections.find(({ id }) => id === section)
  if (found !== undefined) return found
  throw new ActionNeeded('the configuration changed meanwhile; the next report is made of the new one')
}
