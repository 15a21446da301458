import type { Strategy, StrategyStep } from '../model/strategy.ts';
import { stepOf, texts } from './library-parts.ts';

/** The end of a contract is prepared three times, closer each time. */
function contractStep(days: 90 | 60 | 30, checklist: StrategyStep['checklist']): StrategyStep {
  return stepOf({
    key: `kd.contract_${days}`,
    content: texts(
      `The contract ends in ${days} days: prepare the renewal`,
      `合同 ${days} 天后到期：准备续签`,
      `合約 ${days} 天後到期：準備續約`,
    ),
    mode: 'task',
    role: 'kam',
    timing: { kind: 'before_signal', signal: 'contract_end', days },
    checklist,
  });
}

/** Dates that are the customer's own, each once: whatever the type, but for low-value accounts. */
export const keyDates: Strategy = {
  code: 'key_dates',
  version: 1,
  name: texts('Key dates', '关键日期提醒', '重要日期提醒'),
  principle: texts(
    'Be there before the date, not after it',
    '在关键日期之前主动联系客户',
    '在重要日期之前主動聯繫客戶',
  ),
  attributes: {
    touchpoints: texts('Call, message', '电话、消息', '電話、訊息'),
    response: texts('Before the date', '日期之前', '日期之前'),
    resources: texts('None', '无', '無'),
    personalisation: texts('One to one', '一对一', '一對一'),
  },
  steps: [
    contractStep(90, [
      texts(
        'Who decides on the renewal, and what do they want changed?',
        '由谁决定续签？希望调整哪些条款？',
        '由誰決定續約？希望調整哪些條款？',
      ),
      texts('Create the renewal deal', '创建续签商机', '建立續約交易'),
    ]),
    contractStep(60, [
      texts('The offer is with the customer', '报价已发给客户', '報價已送交客戶'),
      texts('Open complaints are solved', '未结投诉已解决', '未結客訴已解決'),
    ]),
    contractStep(30, [
      texts(
        'Signed, or the manager knows why not',
        '已签署；如未签署，主管已知晓原因',
        '已簽署；若未簽署，主管已知悉原因',
      ),
    ]),
    stepOf({
      key: 'kd.birthday',
      content: texts(
        'Birthday of a contact in 3 days: send wishes, no offer',
        '联系人 3 天后生日：送上祝福，不含推销',
        '聯絡人 3 天後生日：送上祝福，不含推銷',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'before_signal', signal: 'contact_birthday', days: 3 },
      checklist: [],
    }),
    stepOf({
      key: 'kd.return_visit',
      content: texts(
        'Service return visit two weeks after the purchase',
        '成交 14 天后服务回访',
        '成交 14 天後服務回訪',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'after_signal', signal: 'deal_won', days: 14 },
      checklist: [
        texts(
          'Delivered and working? Rating from 1 to 5',
          '是否交付并正常使用？按 1–5 分评价',
          '是否交付並正常使用？以 1–5 分評價',
        ),
      ],
    }),
  ],
};
