import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { logLine } from '../../../lib/patterns/lead-in.ts'
import { LineRules } from '../../../lib/patterns/line-rules.ts'
import { shapeOf } from '../../../lib/patterns/line-shape.ts'
import { LineTemplates } from '../../../lib/patterns/line-templates.ts'
import { parsePattern } from '../../../lib/patterns/pattern.ts'
import { type Proposal, Proposals } from '../../../lib/patterns/proposals.ts'
import { logText } from '../../support/log-text.ts'

type Line = ReturnType<typeof logLine>

function learnt(lines: readonly Line[]): LineTemplates {
  const templates = new LineTemplates()
  for (const line of lines) templates.add(line)
  return templates
}

/** The lines that the rule of a proposal takes, each tried alone; undefined if it has none. */
function takenBy({ rule }: Proposal, lines: readonly Line[]): readonly Line[] | undefined {
  if ('none' in rule) return undefined
  const pattern = parsePattern(rule.text)
  assert.ok(!('fault' in pattern))
  const rules = new LineRules([{ condition: { pattern }, from: '' }])
  return lines.filter((line) => rules.knows(line) !== undefined)
}

suite('proposals', () => {
  test('tell the same of lines that were seen as of lines that are tried, and what each rule does alone', () => {
    let seen = 0
    fc.assert(
      fc.property(logText, (texts) => {
        const lines = [...texts, ...texts].map(logLine)
        const templates = learnt(lines)
        const [once, twice] = [0, 1].map(() => new Proposals(templates, templates.templates))
        assert.ok(once !== undefined && twice !== undefined)
        for (const line of lines) twice.tryOn(line, () => false)
        for (const proposal of twice.results) {
          const taken = takenBy(proposal, lines)
          const others = taken?.filter((line) => templates.of(shapeOf(line)) !== proposal.template)
          if (taken === undefined || others === undefined) continue
          assert.equal(proposal.hides, taken.length, JSON.stringify(proposal.rule))
          const ofOthers = new Set(others.map((line) => templates.of(shapeOf(line))))
          assert.deepEqual(proposal.others, { lines: others.length, templates: ofOthers.size })
        }
        if (!once.trySeen()) return
        seen += 1
        assert.deepEqual(once.results, twice.results)
      }),
      { numRuns: 1000 },
    )
    assert.ok(seen > 100, `${seen} times the shapes told all`)
  })

  test('have to be tried on lines of more shapes than are remembered', () => {
    const lines = Array.from({ length: 5000 }, (_, number) => logLine(`p: w${number}x says hello`))
    const templates = learnt(lines)
    const proposals = new Proposals(templates, templates.templates)
    assert.equal(proposals.trySeen(), false)
    for (const line of lines) proposals.tryOn(line, () => false)
    assert.deepEqual(
      proposals.results.map(({ rule, hides }) => [rule, hides]),
      [[{ text: 'p: @word says hello' }, 5000]],
    )
  })
})
