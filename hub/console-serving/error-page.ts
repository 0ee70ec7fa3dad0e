import { escapedHtml } from '../../lib/text/escaped-html.ts'
import { type HttpProblem, PROBLEMS } from '../http/errors.ts'
import { ERROR_ADVICE } from './error-advice.ts'

/** The paths of what the page looks by; undefined where the console was not built. */
export interface PageLook {
  readonly style: string | undefined
  readonly icon: string | undefined
}

const ADVICE: ReadonlyMap<string, string> = new Map(Object.entries(ERROR_ADVICE))

/** An error as a page that needs no script: its number, its sentence, what to do, and where more is said. */
export function errorPage({ code, error }: HttpProblem, { style, icon }: PageLook): string {
  const name = Object.entries(PROBLEMS).find(([, problem]) => problem.code === code)?.[0] ?? ''
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Error ${code} · spoor</title>
${icon === undefined ? '' : `    <link rel="icon" href="${escapedHtml(icon)}" type="image/svg+xml" />\n`}${style === undefined ? '' : `    <link rel="stylesheet" href="${escapedHtml(style)}" />\n`}  </head>
  <body>
    <main class="entry">
      <p class="brand">${icon === undefined ? '' : `<img src="${escapedHtml(icon)}" width="20" height="20" alt="" />`}spoor</p>
      <article class="sheet block">
        <p class="faint">Error ${code}</p>
        <h1>${escapedHtml(error)}</h1>
        <h2>What to do</h2>
        <p>${escapedHtml(ADVICE.get(name) ?? '')}</p>
        <p class="entry-note">
          The first three digits, ${Math.floor(code / 100)}, are the HTTP status; a number never changes its meaning. More
          stands in <code>/usr/share/doc/spoor-hub</code> on the hub: <code>operate.md</code> about answers,
          <code>console.md</code> about the console.
        </p>
      </article>
      <p class="entry-note"><a class="link" href="/">Open the console</a></p>
    </main>
  </body>
</html>
`
}
