// The last hour of one amount: its value now, lines over time, and any moment's value under the pointer or the arrow keys.
import { useSignal } from '@preact/signals';
import type { Amount, History } from '../../repository/administration';
import { box, chartOf, indexAt, timeOf, xOf, yOf } from '../../viewmodel/admin/chart';
import { clock } from '../../viewmodel/format';
import { adminWords } from '../../viewmodel/words/admin_words';
import { language, words } from '../../viewmodel/words/words';

interface ChartProps {
  id: string;
  title: string;
  now: Amount; // newer than the last value of the history
  beside: string;
  history: History | undefined;
  values: readonly Amount[];
  leastTop: number;
  format: (value: Amount) => string;
}

const minutes = [60, 45, 30, 15, 0];

export function Chart({ id, title, now, beside, history, values, leastTop, format }: ChartProps) {
  const text = adminWords.value;
  const chart = chartOf(values, leastTop);
  const count = chart.values.length;
  const pointed = useSignal<number | undefined>(undefined); // counted from the newest: what is pointed at stays under the pointer
  const at = pointed.value === undefined || pointed.value >= count ? undefined : count - 1 - pointed.value;
  const momentOf = (each: number) => text.valueAt(clock(timeOf(each, count, history!.until, history!.everyMs), words.value, language.value), format(chart.values[each]!));
  const point = (event: PointerEvent) => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    pointed.value = count - 1 - indexAt((event.clientX - left) / width, count);
  };
  const says = text.chartSays(format(now), format(chart.least), format(chart.most), format(chart.mean));
  return (
    <figure class={`chart ${id}`}>
      <figcaption>
        <h2>{title}</h2>
        <p class="amount">{format(now)}</p>
        <p class="beside">{at === undefined ? beside : momentOf(at)}</p>
      </figcaption>
      <div class="ticks" aria-hidden="true">
        {[chart.top, chart.top / 2, 0].map((value) => (
          <span key={value}>{format(value)}</span>
        ))}
      </div>
      <div class="plot">
        <svg viewBox={`0 0 ${box.width} ${box.height}`} preserveAspectRatio="none" role="img" aria-label={`${title}. ${says}`}>
          <path class="grid" d={[0, 0.5, 1].map((part) => `M0 ${part * box.height}H${box.width}`).join('')} />
          <path class="area" d={chart.area} />
          <path class="line" d={chart.line} />
          {at !== undefined && (
            <>
              <path class="cursor" d={`M${xOf(at, count)} 0V${box.height}`} />
              {chart.values[at] !== null && <path class="dot" d={`M${xOf(at, count)} ${yOf(chart.values[at]!, chart.top)}h0`} />}
            </>
          )}
        </svg>
        {count > 1 ? (
          <input
            type="range" min={0} max={count - 1} value={at ?? count - 1} aria-label={`${title}, ${text.lastHour}`} aria-valuetext={momentOf(at ?? count - 1)}
            onInput={(event) => (pointed.value = count - 1 - Number(event.currentTarget.value))} onFocus={() => (pointed.value ??= 0)} onBlur={() => (pointed.value = undefined)}
            onPointerMove={point} onPointerDown={point} onPointerLeave={() => (pointed.value = undefined)}
          />
        ) : (
          <p class="none-yet">{text.noneYet}</p>
        )}
      </div>
      <div class="times" aria-hidden="true">
        {minutes.map((each) => (
          <span key={each}>{each ? text.minutesAgo(each) : text.rightNow}</span>
        ))}
      </div>
    </figure>
  );
}
