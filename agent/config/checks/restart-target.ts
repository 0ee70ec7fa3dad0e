import * as v from 'valibot'
import { text } from '../../../lib/settings/value.ts'

/** What may be restarted for a check: a service of systemd, or one of cPanel by its `restartsrv_NAME`. */
export interface RestartTarget {
  readonly by: 'systemctl' | 'cpanel'
  /** A unit has no suffix: it is always a service, as a restart of `reboot.target` is something else. */
  readonly name: string
}

const WORDS = /^(?:(systemctl) ([A-Za-z\d][\w:.@-]{0,126}?)(?:\.service)?|(cpanel) ([A-Za-z\d][\w-]{0,31}))$/

/** `systemctl NAME` or `cpanel NAME`. */
export const restartTarget = v.pipe(
  text,
  v.rawTransform(({ dataset, addIssue, NEVER }): RestartTarget => {
    const [, , unit, , service] = WORDS.exec(dataset.value) ?? []
    if (unit !== undefined) return { by: 'systemctl', name: unit }
    if (service !== undefined) return { by: 'cpanel', name: service }
    addIssue({ message: 'is neither systemctl NAME nor cpanel NAME' })
    return NEVER
  }),
)

/** A target as it is written. */
export function restartWords({ by, name }: RestartTarget): string {
  return `${by} ${name}`
}
