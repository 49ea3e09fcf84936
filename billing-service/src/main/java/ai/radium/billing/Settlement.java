package ai.radium.billing;

import ai.radium.billing.account.ChargedCalls;
import ai.radium.billing.account.MonthlySpend;
import ai.radium.billing.ledger.CustomerBalance;
import ai.radium.billing.ledger.LedgerAccount;
import ai.radium.billing.ledger.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What to post for rated lines of one account, planned purely. A line that costs nothing is not posted. */
record Settlement(
        List<Transaction> transactions, CustomerBalance balance, List<MonthlySpend> months, List<ChargedCalls> calls) {
    Settlement {
        transactions = List.copyOf(transactions);
        months = List.copyOf(months);
        calls = List.copyOf(calls);
    }

    static Settlement of(CustomerBalance before, List<UsageLineRow> rated) {
        CustomerBalance balance = before;
        List<Transaction> transactions = new ArrayList<>(rated.size());
        Map<java.time.LocalDate, MonthlySpend> months = new TreeMap<>();
        for (UsageLineRow line : rated) {
            if (line.cost().isPositive()) {
                Transaction transaction = balance.usage(line.usageId(), line.cost(), line.time());
                MonthlySpend spend = spendOf(transaction, line);
                transactions.add(transaction);
                months.merge(spend.month(), spend, MonthlySpend::plus);
                balance = balance.after(transaction);
            }
        }
        return new Settlement(transactions, balance, List.copyOf(months.values()), calls(before.customer(), rated));
    }

    private static List<ChargedCalls> calls(String customer, List<UsageLineRow> rated) {
        Map<String, ChargedCalls> byGateway = new TreeMap<>();
        for (UsageLineRow line : rated) {
            String gateway = line.gateway();
            if (gateway != null) {
                byGateway.merge(
                        gateway,
                        new ChargedCalls(customer, gateway, 1, line.cost().amount(), line.time()),
                        ChargedCalls::plus);
            }
        }
        return List.copyOf(byGateway.values());
    }

    private static MonthlySpend spendOf(Transaction transaction, UsageLineRow line) {
        return new MonthlySpend(
                transaction.customer(),
                MonthlySpend.monthOf(line.time()),
                line.cost().amount(),
                transaction.on(LedgerAccount.receivable(transaction.customer())).amount());
    }
}
