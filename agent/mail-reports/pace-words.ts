import type { ReportPace } from '../config/mail-reports/mail-report-config.ts'

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** When a report is made, as the configuration says it. */
export function reportPaceWords(pace: ReportPace | undefined): string {
  if (pace === undefined) return 'by hand or cron'
  if (pace === 'hourly') return pace
  const [hour, minute] = [pace.hour, pace.minute].map((part) => String(part).padStart(2, '0'))
  const days = pace.weekday === undefined ? 'daily' : `weekly on ${DAYS[pace.weekday]}`
  return `${days} at ${hour}:${minute}`
}
