import { plainText } from '../text/plain-text.ts'
import type { LogLine } from './lead-in.ts'
import { type LineRule, LineRules } from './line-rules.ts'
import type { LineTemplate, LineTemplates } from './line-templates.ts'
import { parsePattern } from './pattern.ts'

/** What a proposed rule did with the lines that it was tried on. */
export interface Proposal {
  readonly template: LineTemplate
  /** The rule as a typed template; or why there is none, in words that follow "no rule:". */
  readonly rule: { readonly text: string } | { readonly none: string }
  /** How many lines it hides. */
  readonly hides: number
  /** How many of them have another template, and how many such templates there are. */
  readonly others: { readonly lines: number; readonly templates: number }
}

interface Candidate {
  readonly template: LineTemplate
  readonly text: string
  /** Why it is no rule after all. */
  none: string | undefined
  hides: number
  otherLines: number
  readonly otherTemplates: Set<LineTemplate | undefined>
}

/** Rules that are made of templates, and tried on lines before anybody sees them. */
export class Proposals {
  readonly #templates: LineTemplates
  readonly #byTemplate = new Map<LineTemplate, Candidate>()
  readonly #byRule = new Map<LineRule, Candidate>()
  readonly #rules: LineRules

  /** Makes a rule of each of these templates that allows it. */
  constructor(templates: LineTemplates, chosen: readonly LineTemplate[]) {
    this.#templates = templates
    for (const template of chosen) this.#propose(template)
    this.#rules = new LineRules([...this.#byRule.keys()])
  }

  /** Tries all rules on a line; `isKnown` says whether it is hidden already, and is asked when that matters. */
  tryOn(line: LogLine, isKnown: () => boolean): void {
    const matching = this.#rules.allThatKnow(line).map((rule) => this.#byRule.get(rule))
    const template = this.#templates.of(line)
    const own = template && this.#byTemplate.get(template)
    const isMissed = own !== undefined && own.none === undefined && !matching.includes(own)
    if ((matching.length === 0 && !isMissed) || isKnown()) return
    if (isMissed) own.none = 'what its lines have in common is not certain; write one by hand'
    for (const candidate of matching) {
      if (candidate === undefined) continue
      candidate.hides += 1
      if (candidate === own) continue
      candidate.otherLines += 1
      candidate.otherTemplates.add(template)
    }
  }

  /** What came of it, in the order of the templates. */
  get results(): readonly Proposal[] {
    return [...this.#byTemplate.values()].map(({ template, text, none, hides, otherLines, otherTemplates }) => ({
      template,
      rule: none === undefined && hides > 0 ? { text } : { none: none ?? 'none of its lines was tried' },
      hides,
      others: { lines: otherLines, templates: otherTemplates.size },
    }))
  }

  #propose(template: LineTemplate): void {
    const text = template.words.join(' ')
    const pattern = parsePattern(text)
    const none = template.count === 1 ? 'it was seen once' : whyNone(text, pattern)
    const counts = { hides: 0, otherLines: 0, otherTemplates: new Set<LineTemplate | undefined>() }
    const candidate: Candidate = { template, text, none, ...counts }
    this.#byTemplate.set(template, candidate)
    if (none === undefined && !('fault' in pattern))
      this.#byRule.set({ condition: { pattern }, from: 'proposal' }, candidate)
  }
}

function whyNone(text: string, pattern: ReturnType<typeof parsePattern>): string | undefined {
  if ('fault' in pattern) return `it ${pattern.fault}`
  if (text.startsWith('/')) return 'it begins with a slash, as an expression does; write one by hand'
  if (plainText(text) !== text) return 'it holds control characters'
  return pattern.literal === undefined ? 'its lines share no text of 3 or more characters' : undefined
}
