import * as v from 'valibot'
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
      const at = (key: string, value: unknown): [v.ObjectPathItem, v.ArrayPathItem, v.ObjectPathItem] => [
        { type: 'object', origin: 'value', input: dataset.value, key: 'rules', value: rules },
        { type: 'array', origin: 'value', input: rules, key: index, value: rules[index] },
        { type: 'object', origin: 'value', input: { ...rules[index] }, key, value },
      ]
      if (to.some((channel) => !known.includes(channel)))
        addIssue({ message: `names no channel; write ${oneOf(known)}`, path: at('to', to) })
      if (rules.findIndex((rule) => rule.name === name) !== index)
        addIssue({ message: 'is the name of a rule before it; write another name', path: at('name', name) })
    }
  }),
)

function oneOf(channels: readonly string[]): string {
  return channels.length === 0 ? 'channels above the rules' : `to: ${channels.join(' or ')}`
}
