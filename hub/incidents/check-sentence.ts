import { counted } from '../../lib/terminal/count.ts'
import { inWords } from '../../lib/time/duration.ts'
import { serviceOf } from './checked-service.ts'
import type { HeardEvent } from './heard-event.ts'

type Found = Pick<HeardEvent, 'kind' | 'fields'>

/** What was found, before the finding in its own words: of a check, as `imap of web1.example.com`, and of its host. */
const LEADS: Readonly<Record<string, (check: string, host: string) => string>> = {
  service_down: (check) => `${check} is down`,
  service_late: (check) => `${check} answers late`,
  service_warning: (check) => `${check} is to be looked at`,
  service_flapping: (check) => `${check} goes down and up all the time`,
  service_restarted: (check) => `${check} was restarted, or was to be`,
  service_given_up: (check) => `${check} is not restarted any more`,
  disk_filling: (check, host) => `A disk of ${host} is nearly full`,
  reboot_required: (check, host) => `${host} is to be rebooted`,
  network_down: (check, host) => `${host} has no network`,
}

/** `imap of web1.example.com is down: connection refused.` */
export function checkSentence(subject: string, { kind, fields }: Found): string {
  const { host, check } = namesOf(subject)
  if (kind === 'certificate_expires') return `The certificate of ${check} ${endIn(fields['days_left'])}.`
  const lead = LEADS[kind]?.(check, host) ?? `${check}: ${kind}`
  return withFinding(lead, fields['finding'])
}

/** Why an incident ends whose check found that all is well: `imap of web1.example.com recovered after 4 min: …` */
export function recoverySentence(subject: string, { kind, fields }: Found): string {
  const { host, check } = namesOf(subject)
  if (kind === 'certificate_renewed')
    return `The certificate of ${check} was renewed: it ${endIn(fields['days_left'])}.`
  const after = `after ${inWords(Number(fields['lasted'] ?? 0) * 1000)}`
  if (kind === 'network_recovered') return `${host} has a network again, ${after}.`
  return withFinding(`${check} recovered ${after}`, fields['finding'])
}

function namesOf(subject: string): { readonly host: string; readonly check: string } {
  const service = serviceOf(subject)
  return service === undefined
    ? { host: subject, check: subject }
    : { host: service.host, check: `${service.check} of ${service.host}` }
}

function withFinding(lead: string, finding: string | number | undefined): string {
  const sentence = finding === undefined || finding === '' ? lead : `${lead}: ${finding}`
  return sentence.endsWith('.') ? sentence : `${sentence}.`
}

/** No number is told of a certificate that has ended, but 0. */
function endIn(days: string | number | undefined): string {
  return typeof days === 'number' && days > 0
    ? `ends in ${counted(days, 'day', 'days')}`
    : 'ends within a day, or has ended'
}
