import * as v from 'valibot'
import { mailReportList } from '../../config/mail-reports/mail-reports-schema.ts'
import { withoutComments, type YamlValue } from './yaml-value.ts'

/** A part of a report that has keys; `told` is what a section tells. */
type Part = 'report' | 'mail' | 'section' | 'told'

const MAIL = { from: 'spoor@example.com', to: 'anna@example.com' }

/** What the configuration has against a key of a part, in words that follow the key; undefined if it takes it. */
export function keyFault(part: Part, key: string, value: YamlValue): string | undefined {
  const given = { [key]: withoutComments(value) }
  const report = {
    name: 'maillog',
    mail: { ...MAIL, ...(part === 'mail' && given) },
    sections: [part === 'told' ? given : { statistics: {}, ...(part === 'section' && given) }],
    ...(part === 'report' && given),
  }
  return v.safeParse(mailReportList, [report]).issues?.[0].message
}
