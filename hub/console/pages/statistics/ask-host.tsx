import type { JSX } from 'preact'
import { Command } from '../../parts/copy-button.tsx'
import { shellQuoted } from '../../words/shell-quoted.ts'
import { STATISTICS_WORDS as words } from '../../words/statistics-words.ts'
import type { StatisticsWish } from './statistics-wish.ts'

/** What only the host itself can say, with the command for it: the hub orders nothing. */
export function AskHost({ wish }: { readonly wish: StatisticsWish }): JSX.Element | null {
  if (wish.tab === 'traffic') return null
  const [title, hint, command] =
    wish.tab === 'mail'
      ? ([words.mail.of, words.mail.whoSent, mailCommand(wish)] as const)
      : ([words.bandwidth.largest, words.bandwidth.largestHint, largestCommand(wish)] as const)
  return (
    <section class="ask-host" aria-labelledby="ask-host">
      <h2 id="ask-host">{title}</h2>
      <p class="soft">{hint}</p>
      <Command text={command} />
    </section>
  )
}

function mailCommand({ range }: StatisticsWish): string {
  const since = range === undefined || range === 'all' ? '24h' : range
  return `spoor-agent mail --by mailbox --since ${since}`
}

/** The access logs of an account's web sites, as cPanel links them (https://docs.cpanel.net, "The splitlogs Binary"). */
function largestCommand({ key }: StatisticsWish): string {
  const folder = '/etc/apache2/logs/domlogs'
  return `spoor-agent traffic --largest ${key === undefined ? `${folder}/example.com` : `${folder}/${shellQuoted(key)}/*`}`
}
