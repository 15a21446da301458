import type { Strategy } from '../model/strategy.ts';
import { needed, stepOf, texts } from './library-parts.ts';

export const opportunity: Strategy = {
  code: 'opportunity',
  version: 1,
  name: texts('Opportunity customers', '机会型客户', '機會型客戶'),
  principle: texts(
    'Serve in batches, find the need',
    '批量化服务，挖掘需求',
    '批次化服務，發掘需求',
  ),
  attributes: {
    touchpoints: texts(
      'Batch e-mail, online training',
      '批量邮件、线上培训',
      '批次電子郵件、線上教育訓練',
    ),
    response: texts('48 hours', '48 小时内响应', '48 小時內回應'),
    resources: texts('Campaign', '营销活动', '行銷活動'),
    personalisation: texts('In batches', '批量', '批次'),
  },
  steps: [
    stepOf({
      key: 'op.trial',
      content: texts(
        'Send trial coupons or a white paper to the list',
        '批量发放试用券/白皮书',
        '批次發送試用券/白皮書',
      ),
      mode: 'segment',
      role: 'marketing',
      timing: { kind: 'quarterly', monthOfQuarter: 1, day: 10 },
      resources: needed(texts('Campaign budget', '营销活动预算', '行銷活動預算')),
      checklist: [],
    }),
    stepOf({
      key: 'op.training',
      content: texts('Invite to online training', '邀请参加线上培训', '邀請參加線上教育訓練'),
      mode: 'segment',
      role: 'marketing',
      timing: { kind: 'quarterly', monthOfQuarter: 2, day: 10 },
      checklist: [],
    }),
    stepOf({
      key: 'op.qualify',
      content: texts(
        'Call within 2 days of a new enquiry',
        '出现新增需求咨询后 2 天内跟进',
        '出現新需求詢問後 2 天內跟進',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'after_signal', signal: 'new_need_enquiry', days: 2 },
      checklist: [
        texts(
          'Need, budget, who decides, by when',
          '需求、预算、决策人、时间要求',
          '需求、預算、決策者、時間要求',
        ),
        texts(
          'Open a deal or note why not',
          '建立商机，或注明未建立的原因',
          '建立商機，或註明未建立的原因',
        ),
      ],
    }),
  ],
};

export const lowStable: Strategy = {
  code: 'low_stable',
  version: 1,
  name: texts('Low-value stable customers', '低价值稳定客户', '低價值穩定客戶'),
  principle: texts(
    'Standard process, upkeep at low cost',
    '标准化流程，低成本维护',
    '標準化流程，低成本維護',
  ),
  attributes: {
    touchpoints: texts('Automated text message and e-mail', '自动短信/邮件', '自動簡訊/電子郵件'),
    response: texts('48 hours', '48 小时内响应', '48 小時內回應'),
    resources: texts('None', '无', '無'),
    personalisation: texts('Automated', '自动化', '自動化'),
  },
  steps: [
    stepOf({
      key: 'ls.auto',
      content: texts(
        'Automated offers by text message or e-mail',
        '自动化短信/邮件推送优惠信息',
        '自動化簡訊/電子郵件推送優惠訊息',
      ),
      mode: 'segment',
      role: 'marketing',
      timing: { kind: 'workflow' },
      checklist: [],
    }),
  ],
};

export const churnWarning: Strategy = {
  code: 'churn_warning',
  version: 1,
  name: texts('Churn-warning customers', '流失预警客户', '流失預警客戶'),
  principle: texts(
    'Spend as little as possible, consider letting go',
    '最小化投入，考虑淘汰',
    '最小化投入，考慮汰除',
  ),
  attributes: {
    touchpoints: texts('Automated', '自动化', '自動化'),
    response: texts('48 hours', '48 小时内响应', '48 小時內回應'),
    resources: texts('None', '无', '無'),
    personalisation: texts('Automated', '自动化', '自動化'),
  },
  steps: [
    stepOf({
      key: 'cw.decide',
      content: texts(
        'Yearly keep-or-drop list',
        '年度去留评估（合并任务）',
        '年度去留評估（合併任務）',
      ),
      mode: 'bundled_task',
      role: 'manager',
      timing: { kind: 'months', months: [1], day: 15 },
      checklist: [
        texts(
          'Keep, hand to self-service, or end: one answer an account',
          '每个客户一项结论：保留、转自助服务或终止',
          '每個客戶一項結論：保留、轉自助服務或終止',
        ),
      ],
    }),
  ],
};
