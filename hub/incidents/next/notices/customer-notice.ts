import type { CustomerNotice } from '../../../contract/incident-contract.ts'
import { type Happening, named } from '../todo.ts'
import { ENGLISH_NOTICE } from './english-notice.ts'
import { GERMAN_NOTICE } from './german-notice.ts'
import type { NoticeLanguage, NoticedStep } from './notice-language.ts'

/** So many lines of what happened are told. */
const MOST = 20

/** Whom a notice is about, and what happened, the oldest first. */
interface NoticeMatter {
  readonly subject: string
  readonly steps: readonly Happening[]
}

/** A plain notice to the customer in each language, which names only what is theirs. */
export function customerNotice(matter: NoticeMatter): CustomerNotice {
  return { en: inLanguage(matter, ENGLISH_NOTICE), de: inLanguage(matter, GERMAN_NOTICE) }
}

function inLanguage({ subject, steps }: NoticeMatter, language: NoticeLanguage): string {
  const { used, saw, told, time, more, ask, asked } = language
  const isTold = (kind: string): kind is NoticedStep => Object.hasOwn(told, kind)
  const lines = steps.flatMap((step) => {
    const { kind, mailbox } = step
    if ((mailbox !== null && mailbox !== subject) || !isTold(kind)) return []
    return [`- ${time(step.time * 1000)}: ${told[kind](step)}`]
  })
  return [
    used(named(subject.slice(subject.lastIndexOf(':') + 1))),
    ...(lines.length === 0 ? [] : ['', saw, ...lines.slice(0, MOST)]),
    ...(lines.length > MOST ? [`- ${more(lines.length - MOST)}`] : []),
    '',
    ask,
    ...asked.map((line) => `- ${line}`),
    '',
  ].join('\n')
}
