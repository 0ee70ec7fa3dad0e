import * as v from 'valibot'
import { issuePath } from '../../../lib/settings/blame.ts'
import { section } from '../../../lib/settings/section.ts'
import { channels } from './channel-schema.ts'
import { alertRules } from './rules-schema.ts'

/** The section `alerts`. */
export const alerts = v.pipe(
  section({ channels, rules: alertRules }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const { channels, rules } = dataset.value
    const known = Object.keys(channels)
    for (const [index, { name, to }] of rules.entries()) {
      const at = (key: string): ReturnType<typeof issuePath> => issuePath(dataset.value, ['rules', String(index), key])
      if (to.some((channel) => !known.includes(channel)))
        addIssue({ message: `names no channel; write ${oneOf(known)}`, path: at('to') })
      if (rules.findIndex((rule) => rule.name === name) !== index)
        addIssue({ message: 'is the name of a rule before it; write another name', path: at('name') })
    }
  }),
)

function oneOf(channels: readonly string[]): string {
  return channels.length === 0 ? 'channels above the rules' : `to: ${channels.join(' or ')}`
}
