import { said } from '../wire/said.ts'
import { type HostFinding, hostText, SILENT } from './host-finding.ts'

/**
 * Arrays of the kernel that lack a disk. Source: md(4), and `/proc/mdstat`: a line `md0 : active raid1 …`, and below it
 * `… [2/1] [U_]`; an underscore is a disk that is missing.
 */
export function raidOf(root: string): HostFinding {
  const text = hostText(root, 'proc/mdstat') ?? ''
  const arrays = text.split(/^(?=md\w)/m).filter((part) => /^md\w{1,60} : /.test(part))
  if (arrays.length === 0) return SILENT
  const findings = arrays.map(arrayOf).filter((finding) => finding !== undefined)
  const gauges = [{ name: 'raid_findings', value: findings.length }]
  const [first] = findings.toSorted((a, b) => Number(b.verdict === 'failed') - Number(a.verdict === 'failed'))
  if (first === undefined) return { verdict: 'ok', gauges }
  const told = findings.slice(0, 5).map(({ text }) => text)
  return { verdict: first.verdict, text: said(Buffer.from(told.join(', '))), gauges }
}

/** What is wrong with an array, by its lines. */
function arrayOf(lines: string): { readonly verdict: 'failed' | 'warning'; readonly text: string } | undefined {
  const array = `array ${lines.slice(0, lines.indexOf(' '))}`
  if (/^md\w{1,60} : inactive/.test(lines)) return { verdict: 'failed', text: `${array} does not run` }
  const disks = [...lines.matchAll(/\[([U_]+)\]/g)].map(([, states = '']) => states)
  if (disks.some((states) => states.includes('_'))) return { verdict: 'failed', text: `${array} lacks a disk` }
  return /(?:recovery|resync|reshape) *=/.test(lines) ? { verdict: 'warning', text: `${array} is rebuilt` } : undefined
}
