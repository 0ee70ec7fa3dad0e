import { plainText } from '../../lib/text/plain-text.ts'
import { ecsEvent } from '../api/ecs/ecs-event.ts'
import { sentenceOf } from '../api/event-sentence.ts'
import type { ForwardTarget } from '../config/forward-schema.ts'
import type { ShownEvent } from '../contract/event-contract.ts'
import { fittingJson, fittingText } from './fitting-text.ts'
import { LONGEST_TEXT, type SyslogMessage } from './syslog-message.ts'

/** An event as a message. The id is the same however often it is sent; as text it comes first, so nobody forges it. */
export function eventMessage(event: ShownEvent, format: ForwardTarget['format']): SyslogMessage {
  const { time, severity, host, type: kind, id } = event
  const text =
    format === 'ecs'
      ? fittingJson(ecsEvent(event), LONGEST_TEXT)
      : fittingText(`${oneWord(id)} ${sentenceOf(event)}`, LONGEST_TEXT)
  return { time, severity, host, kind, text }
}

function oneWord(id: string): string {
  return plainText(id).replaceAll(/\s/g, '?')
}
