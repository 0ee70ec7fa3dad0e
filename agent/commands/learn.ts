import { stat } from 'node:fs/promises'
import type { Command, Options } from '../../lib/command-line/command.ts'
import { LineRules } from '../../lib/patterns/line-rules.ts'
import { LineTemplates } from '../../lib/patterns/line-templates.ts'
import { Proposals } from '../../lib/patterns/proposals.ts'
import { readRules } from '../../lib/patterns/rule-files.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { counted } from '../../lib/terminal/count.ts'
import { Screen } from '../replay/screen.ts'
import { LogReading } from './learn/log-reading.ts'
import { proposalAsJson, proposalAsText } from './learn/shown-proposal.ts'
import { printLines } from './printed-lines.ts'

/** Templates that are shown unless `--most` says otherwise. */
const USUAL = 20

/** Rules that are named in one message. */
const NAMED = 5

/** `spoor-agent learn`: what a log says that no rule knows, and the rules that would know it. */
export const learn: Command = {
  usage: 'learn <file>',
  summary: 'Group the lines of a log that no rule knows, and propose rules that would know them. Adds none.',
  options: [
    {
      flags: '--rules <paths>',
      text: 'Leave out what these rules know: files or folders of logcheck, or files in YAML; several with commas between.',
    },
    { flags: '--most <number>', text: `Groups to show, those with the most lines first; default: ${USUAL}.` },
    { flags: '--json', text: 'Print one JSON object per line.' },
  ],
  examples: [
    'learn /var/log/syslog',
    'learn /var/log/syslog --rules /etc/logcheck/ignore.d.server',
    'learn - --json < messages',
  ],
  run: async ([file = '-'], options, io) => {
    const screen = new Screen(io.stderr)
    const most = mostIn(options)
    const rules = await rulesIn(options, screen)
    const log = new LogReading(file, file === '-' || !(await isFile(file)), io)
    const templates = new LineTemplates()
    let unknown = 0
    await log.first((line) => {
      if (rules.knows(line) !== undefined) return false
      templates.add(line)
      unknown += 1
      return true
    })
    const all = templates.templates
    const proposals = new Proposals(templates, all.slice(0, most))
    if (!log.isWhole || !proposals.trySeen())
      await log.second((line) => proposals.tryOn(line, () => rules.knows(line) !== undefined))
    screen.say(`Lines: ${log.lines}; known by the rules: ${log.lines - unknown}; groups of the others: ${all.length}.`)
    const show = options['json'] === true ? proposalAsJson : proposalAsText
    const code = await printLines(proposals.results.map(show), io)
    for (const sentence of [...leftOut(all.slice(most), most), ...limits(log, templates)]) screen.say(sentence)
    if (all.length > 0) screen.say(ADVICE)
    return code
  },
}

const ADVICE =
  'No rule was added. Read each before you put it below ignore: in a file for --rules: whoever can write into the log can also write what you would hide.'

function mostIn({ most }: Options): number {
  if (most === undefined) return USUAL
  if (/^[1-9]\d{0,2}$/.test(String(most))) return Number(most)
  throw new ActionNeeded('learn: --most wants a number from 1 to 999', EXIT.usage)
}

/** The rules of all paths. Names those that cannot be used, and those that are slow. */
async function rulesIn({ rules: paths }: Options, screen: Screen): Promise<LineRules> {
  const all = []
  for (const path of typeof paths === 'string' ? paths.split(',') : []) {
    const { rules, faults } = await readRules(path)
    all.push(...rules)
    for (const fault of faults) screen.say(`Left out: ${fault}`)
  }
  const rules = new LineRules(all)
  const slow = rules.everywhere.map(({ from }) => from)
  const more = slow.length > NAMED ? ` and ${slow.length - NAMED} more` : ''
  if (slow.length > 0)
    screen.say(
      `Compared with every line, as they have no fixed text of 3 or more characters: ${slow.slice(0, NAMED).join(', ')}${more}.`,
    )
  return rules
}

async function isFile(path: string): Promise<boolean> {
  // Whatever is wrong with it, reading it tells.
  return stat(path).then(
    (stats) => stats.isFile(),
    () => true,
  )
}

function leftOut(further: LineTemplates['templates'], shown: number): readonly string[] {
  if (further.length === 0) return []
  const lines = further.reduce((sum, { count }) => sum + count, 0)
  return [
    `Not shown: ${counted(further.length, 'group')} with ${counted(lines, 'line')}; --most ${shown + further.length} shows all.`,
  ]
}

function limits(log: LogReading, { others }: LineTemplates): readonly string[] {
  return [
    ...(others > 0 ? [`In no group, as there were too many: ${counted(others, 'line')}.`] : []),
    ...(log.cut > 0 ? [`Cut at 256 KiB: ${counted(log.cut, 'line')}.`] : []),
    ...(log.isWhole ? [] : ['Rules were tried on the first 8 MiB of unknown lines only; name a file to try all.']),
  ]
}
