// Made by scripts/gen-kernels.ts of src/kernels/lu.ts.
export const lu = `func @kernel.lu(%: mem<f64>, %: mem<f64>, %: i32, %: i32) -> () disjoint {
% = to_f64 %1
% = const i32 0
% = const i32 1
% = add %4, %1
% = mul %4, %4
% = mul %6, %6
% = ceil %2
% = clamp_i32 %1
% = ne %4, %4
% = select %1, %8, %2
% = const f64 0
for {step: 1} %9, %12 { (%: i32)
% = mul %1, %13
% = mul %1, %14
% = mul %2, %11
% = add %1, %10
for {step: 1} %14, %6 { (%: i32)
% = add %3, %1
% = add %5, %2
% = load %23, %1
store %22, %2, %0
yield
}
for {step: 1} %18, %20 { (%: i32)
% = to_f64 %1
% = add %7, %2
store %25, %0, %1
yield
}
for {step: 1} %21, %23 { (%: i32)
% = mul %1, %25
% = add %11, %1
% = add %1, %3
% = load %30, %1
% = abs %1
% = add %6, %27
%, % = for {step: 1} %2, %32, %3, %8 { (%: i32, %: f64, %: i32)
% = mul %3, %36
% = add %22, %1
% = add %1, %14
% = load %41, %1
% = abs %1
% = gt %1, %7
% = select %1, %2, %8
% = select %2, %10, %8
yield %1, %0
}
% = ne %12, %20
if %0 {
% = mul %13, %45
% = add %31, %1
for {step: 1} %44, %46 { (%: i32)
% = add %22, %1
% = load %51, %1
% = add %4, %3
% = load %53, %1
store %53, %3, %0
store %53, %1, %2
yield
}
% = add %36, %28
% = load %55, %1
% = add %38, %22
% = load %57, %1
store %57, %3, %0
store %57, %1, %2
yield
} {
yield
}
% = load %58, %29
% = ne %1, %46
if %0 {
for {step: 1} %27, %57 { (%: i32)
% = mul %1, %59
% = add %45, %1
% = add %1, %37
% = load %64, %1
% = div %1, %7
store %65, %2, %0
for {step: 1} %33, %63 { (%: i32)
% = add %5, %1
% = load %68, %1
% = add %41, %3
% = load %70, %1
% = mul %6, %1
% = sub %4, %1
store %72, %5, %0
yield
}
yield
}
yield
} {
yield
}
yield
}
yield
}
return
}
`;
